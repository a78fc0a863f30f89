// Charts take the place of still figures on a screen; paper shows the still ones.
const drawn = [];

function draw(figure) {
  const text = figure.querySelector("script.chart-data").textContent;
  drawn.push(drawChart(figure, text, figure.closest("[lang]").lang === "en"));
  figure.classList.add("live");
}

function shown() {
  if (!globalThis.echarts) return;
  document.querySelectorAll("figure:has(script.chart-data):not(.live)").forEach((figure) => {
    if (figure.offsetParent !== null) draw(figure);
  });
  drawn.forEach((one) => one.fit());
}

addEventListener("load", () => typeface.then(shown));
addEventListener("resize", shown);
document.querySelectorAll("input.switch").forEach((one) => one.addEventListener("change", shown));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((one) => one.repaint()));
addEventListener("beforeprint", () => document.querySelectorAll("details.printed").forEach((one) => { one.open = true; }));
