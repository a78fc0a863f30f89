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

// Charts keep room for texts by their width, so nothing is drawn before the typeface is there.
const typeface = document.fonts.load('12px "Noto Sans SC"', "A字").catch(() => []);

// What is drawn can be painted anew (other colours), fitted to another width and taken away.
function drawChart(figure, text, english) {
  const made = JSON.parse(painted(text));
  element("figcaption", figure, { textContent: made.title });
  const around = made.ratio ? element("div", figure, { className: "map" }) : figure;
  const place = element("div", around, { className: "chart" });
  if (!made.ratio) place.style.height = made.height + "px";
  const chart = echarts.init(place, null, { renderer: "svg", locale: english ? "EN" : "ZH" });
  const one = { chart, text, view: 0 };
  one.repaint = () => {
    const now = JSON.parse(painted(text));
    const view = one.view ? now.views[one.view - 1] : now;
    if (view.ratio) {
      place.style.height = "auto";
      place.style.aspectRatio = 1 / view.ratio;
      chart.resize();
    }
    one.width = place.clientWidth;
    chart.setOption(withMarks(fitted(view.option, one.width)), true);
    if (one.follow) one.follow();
  };
  one.fit = () => {
    chart.resize();
    if (Math.min(one.width, place.clientWidth) < NARROW && one.width !== place.clientWidth) one.repaint();
  };
  one.repaint();
  if (made.drag) dragAlong(figure, one, made.drag);
  if (made.zoom) mapButtons(figure, one, made);
  if (made.note) element("p", figure, { className: "faint", textContent: made.note });
  return one;
}

// On a phone names take a third of the width, and a scale has few numbers.
const NARROW = 560;

function fitted(option, width) {
  if (width >= NARROW) return option;
  const room = Math.round(0.36 * width);
  [option.yAxis].flat().forEach(({ axisLabel }) => {
    if (axisLabel && axisLabel.width > room) axisLabel.width = room;
  });
  [option.grid].flat().forEach((grid) => {
    if (grid.left > room) grid.left = room + 16;
  });
  [option.xAxis].flat().forEach((axis) => {
    if (axis.type === "value") axis.splitNumber = 3;
  });
  return option;
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

// -- maps: marks on a ground measured in inches; a box may open another view of the same chart --------

function mapButtons(figure, one, made) {
  const row = element("div", figure, { className: "chart-buttons" });
  const views = made.views.map((view) => view.label);
  const show = (number) => {
    one.view = number;
    one.repaint();
    buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === number)));
  };
  const buttons = (views.length ? [made.first, ...views] : []).map((label, number) =>
    element("button", row, { type: "button", textContent: label, onclick: () => show(number) }));
  buttons.forEach((button, at) => button.setAttribute("aria-pressed", String(at === 0)));
  one.chart.on("click", ({ data }) => data && data.mark && data.mark.opens && show(data.mark.opens));
  made.zoom.forEach((label, number) =>
    element("button", row, { type: "button", textContent: label, onclick: () => zoomed(one.chart, number ? 1.4 : 1 / 1.4) }));
}

function zoomed(chart, factor) {
  chart.getOption().dataZoom.forEach(({ start, end }, dataZoomIndex) => {
    const length = Math.min(100, (end - start) * factor);
    const from = Math.max(0, Math.min((start + end - length) / 2, 100 - length));
    chart.dispatchAction({ type: "dataZoom", dataZoomIndex, start: from, end: from + length });
  });
}

function withMarks(option) {
  option.series.filter((one) => one.type === "custom").forEach((one) => {
    one.renderItem = (params, api) => MARKS[one.data[params.dataIndex].mark.kind](one.data[params.dataIndex].mark, api);
  });
  return option;
}

const inch = (api) => api.size([1, 1])[0];
const sized = (mark, api) => {
  const [x, y] = api.coord(mark.at);
  return { x, y, width: mark.size[0] * inch(api), height: mark.size[1] * inch(api) };
};
const written = (text, x, y, size, fill, more) => ({
  type: "text", silent: true,
  style: { text, x, y, fill, font: `${size}px "Noto Sans SC", system-ui, sans-serif`, overflow: "truncate", ellipsis: "…", ...more },
});
const bar = (x, y, width, height, fill) => ({ type: "rect", silent: true, shape: { x, y, width, height }, style: { fill } });

const MARKS = {
  frame: (mark, api) => ({ type: "rect", silent: true, shape: { ...sized(mark, api), r: 4 }, style: { fill: colour("paper"), stroke: colour("grid") } }),

  knot(mark, api) {
    const [cx, cy] = api.coord(mark.at), r = 0.035 * inch(api), hollow = ["choice", "end"].includes(mark.as);
    const style = { fill: colour(hollow ? "ground" : "soft_ink"), stroke: colour("soft_ink"), lineWidth: 1 };
    if (mark.as === "choice") return { type: "rect", silent: true, x: cx, y: cy, rotation: Math.PI / 4, shape: { x: -r, y: -r, width: 2 * r, height: 2 * r }, style };
    return { type: "circle", silent: true, shape: { cx, cy, r: 1.2 * r }, style };
  },

  way(mark, api) {
    const points = mark.points.map((point) => api.coord(point)), lineWidth = Math.max(0.7, mark.breadth * inch(api));
    const line = { type: "polyline", silent: true, shape: { points }, style: { stroke: mark.colour, fill: "none", lineWidth, lineDash: mark.dashed ? [5, 4] : null } };
    if (!mark.head || points.length < 2) return line;
    const [[x0, y0], [x1, y1]] = points.slice(-2), dx = Math.sign(x1 - x0), dy = Math.sign(y1 - y0);
    const long = 0.05 * inch(api) + lineWidth, half = 0.03 * inch(api) + 0.5 * lineWidth;
    line.shape.points = [...points.slice(0, -1), [x1 - 0.8 * dx * long, y1 - 0.8 * dy * long]];
    const head = [[x1, y1], [x1 - dx * long - dy * half, y1 - dy * long - dx * half], [x1 - dx * long + dy * half, y1 - dy * long + dx * half]];
    return { type: "group", silent: true, children: [line, { type: "polygon", silent: true, shape: { points: head }, style: { fill: mark.colour } }] };
  },

  text(mark, api) {
    const [x, y] = api.coord(mark.at), size = 0.1 * inch(api);
    return written(mark.text, x, y, size, mark.colour, { width: mark.room * inch(api), align: mark.align, verticalAlign: "middle" });
  },

  box(mark, api) {
    const one = inch(api), shape = sized(mark, api), size = 0.105 * one, small = 0.09 * one, ink = colour(mark.seen ? "ink" : "rule");
    const room = shape.width - 0.12 * one, middle = shape.x + shape.width / 2;
    const lines = echarts.format.getTextRect ? Math.min(2, Math.ceil(echarts.format.getTextRect(mark.name, `${size}px sans-serif`).width / room)) : 2;
    const texts = [[mark.name, size, ink, lines], [mark.who, small, colour("soft_ink"), 1], [mark.seen ? mark.times : "", small, colour("soft_ink"), 1]].filter(([text]) => text);
    const high = texts.reduce((sum, [, own, , n]) => sum + 1.25 * own * n, 0);
    let y = shape.y + Math.max(0.03 * one, (shape.height - 0.13 * one - high) / 2);
    const children = [{
      type: "rect", shape: { ...shape, r: 0.05 * one },
      style: { fill: colour(mark.as === "stage" ? "paper" : "ground"), stroke: mark.as === "wait" ? mark.colour : ink, lineWidth: mark.opens ? 1.8 : 1, lineDash: mark.as === "wait" ? [4, 3] : null },
    }];
    texts.forEach(([text, own, fill, n]) => {
      children.push(written(text, middle, y, own, fill, { width: room, align: "center", lineHeight: 1.2 * own, height: 1.25 * own * n, lineOverflow: "truncate", overflow: n > 1 ? "break" : "truncate" }));
      y += 1.25 * own * n;
    });
    const foot = shape.y + shape.height - 0.11 * one, left = shape.x + 0.08 * one;
    children.push(bar(left, foot, mark.waiting * one, 0.06 * one, colour("waiting")));
    children.push(bar(left + mark.waiting * one, foot, mark.work * one, 0.06 * one, mark.as === "stage" ? colour("soft_ink") : mark.colour));
    return { type: "group", cursor: mark.opens ? "pointer" : "default", children };
  },
};
