"use strict";
// Draws a chart (`plots.charts.chart.Chart` as JSON) into a figure. The report and the page of the server share it.
const colour = (name) => getComputedStyle(document.body).getPropertyValue("--" + name).trim();
const painted = (text) => text.replace(/"\$(\w+)"/g, (_, name) => JSON.stringify(colour(name)));

function element(kind, parent, more) {
  const made = document.createElement(kind);
  Object.assign(made, more);
  parent.append(made);
  return made;
}

// What is drawn can be painted anew (other colours), resized and taken away.
function drawChart(figure, text, english) {
  const made = JSON.parse(painted(text));
  element("figcaption", figure, { textContent: made.title });
  const place = element("div", figure, { className: "chart" });
  place.style.height = made.height + "px";
  const chart = echarts.init(place, null, { renderer: "svg", locale: english ? "EN" : "ZH" });
  chart.setOption(made.option);
  const one = { chart, text };
  if (made.drag) dragAlong(figure, one, made.drag);
  if (made.note) element("p", figure, { className: "faint", textContent: made.note });
  one.repaint = () => {
    chart.setOption(JSON.parse(painted(text)).option, true);
    if (one.follow) one.follow();
  };
  return one;
}

function dragAlong(figure, one, scale) {
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
