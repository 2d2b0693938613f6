
// A server never sees what is after #: give it to the program, then clear it from the address bar and the history.
// No `mode`: with it and no referrer, browsers would send `Origin: null`, which the program refuses.
(async () => {
  const fragment = location.hash.slice(1);
  if (!fragment) return;
  const address = location.pathname + location.search;
  try {
    const headers = { "Content-Type": "text/plain;charset=UTF-8" };
    const response = await fetch(address, { method: "POST", headers, body: fragment, credentials: "omit" });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    history.replaceState(null, "", address);
    document.title = page.title;
    document.querySelector("main").replaceWith(document.adoptNode(page.querySelector("main")));
    document.querySelector("main").focus();
  } catch {
    document.getElementById("failed").hidden = false;
  }
})();
