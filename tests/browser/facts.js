// The body of a function that the browser runs on a page: what is there, as data.
const channels = (colour) => {
  const numbers = colour.match(/^rgba?\(([\d.]+), ([\d.]+), ([\d.]+)(?:, ([\d.]+))?\)$/);
  return numbers && numbers.slice(1).map((number) => (number === undefined ? 1 : Number(number)));
};
const luminance = (colour) => {
  const [red, green, blue] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (channels(colour)?.[3] === 1) return colour;
  }
  return "rgb(255, 255, 255)";
};
const contrast = (element) => {
  const pair = [luminance(getComputedStyle(element).color), luminance(behind(element))];
  return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
};
const visible = (element) => element.checkVisibility() && element.getClientRects().length > 0;
const hasText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
const all = [...document.body.querySelectorAll("*:not(script, style)")].filter(visible);
const name = (element) => `${element.tagName.toLowerCase()}: ${element.textContent.trim().slice(0, 40)}`;
return {
  text: document.body.innerText,
  passwords: document.querySelectorAll("input[type=password]").length,
  loaded: performance.getEntriesByType("resource").map((entry) => entry.name),
  styled: getComputedStyle(document.body).margin === "0px",
  width: document.documentElement.scrollWidth,
  headings: document.querySelectorAll("h1").length,
  language: document.documentElement.lang,
  faint: all.filter(hasText).filter((element) => contrast(element) < 4.5).map(name),
  small: all.filter((element) => element.matches("button") && element.getBoundingClientRect().height < 44).map(name),
};
