# Uses what the guide's setup.R left behind.
test_that("a search with a two-legged token finds somebody", {
  expect_equal(found$`num-found`, 1L)
  cat("/read-public\n")
})
test_that("the record is there", {
  expect_match(found$result[[1]]$`orcid-identifier`$path, "^0000-0002-4456-8947$")
})
