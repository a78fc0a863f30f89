"use strict";
// Charts take the place of still figures on a screen; paper shows the still ones.
const drawn = [];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const painted = (text) => text.replace(/"\$(\w+)"/g, (_, name) => JSON.stringify(colour(name)));

function element(kind, parent, more) {
  const made = document.createElement(kind);
  Object.assign(made, more);
  parent.append(made);
  return made;
}

function draw(figure) {
  const text = figure.querySelector("script.chart-data").textContent;
  const made = JSON.parse(painted(text));
  const english = figure.closest("[lang]").lang === "en";
  element("figcaption", figure, { textContent: made.title });
  const place = element("div", figure, { className: "chart" });
  place.style.height = made.height + "px";
  const chart = echarts.init(place, null, { renderer: "svg", locale: english ? "EN" : "ZH" });
  chart.setOption(made.option);
  const one = { chart, text, at: made.drag ? made.drag.start : 0 };
  if (made.drag) drag(figure, one, made.drag);
  if (made.note) element("p", figure, { className: "faint", textContent: made.note });
  figure.classList.add("live");
  drawn.push(one);
}

function drag(figure, one, scale) {
  const label = element("label", figure, { className: "drag" });
  element("span", label, { textContent: scale.label });
  const input = element("input", label, { type: "range", min: 0, max: scale.stops.length - 1, value: scale.start });
  const output = element("output", label, {});
  one.follow = () => {
    const stop = scale.stops[input.value];
    output.textContent = stop.told;
    input.setAttribute("aria-valuetext", stop.told);
    const { option, drag: { recolour } } = JSON.parse(painted(one.text));
    const series = option.series[0];
    series.markLine.data = [{ xAxis: stop.x }];
    if (recolour) {
      const width = series.data.length > 1 ? series.data[1].value[0] - series.data[0].value[0] : 0;
      series.data.forEach((bar) => {
        bar.itemStyle.color = recolour[bar.value[0] + width / 2 <= stop.x + 1e-9 ? 0 : 1];
      });
    }
    one.chart.setOption({ series: [series] });
  };
  input.addEventListener("input", one.follow);
  one.follow();
}

function shown() {
  if (!globalThis.echarts) return;
  document.querySelectorAll("figure:has(script.chart-data):not(.live)").forEach((figure) => {
    if (figure.offsetParent !== null) draw(figure);
  });
  drawn.forEach((one) => one.chart.resize());
}

addEventListener("load", shown);
addEventListener("resize", shown);
document.querySelectorAll("input.switch").forEach((one) => one.addEventListener("change", shown));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawn.forEach((one) => {
  one.chart.setOption(JSON.parse(painted(one.text)).option, true);
  if (one.follow) one.follow();
}));
addEventListener("beforeprint", () => document.querySelectorAll("details.printed").forEach((one) => { one.open = true; }));
