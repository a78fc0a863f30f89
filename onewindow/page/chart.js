// A chart of plots.charts; charts.js draws it, as in the report. Another chart, or another scheme, draws it anew.
import { echarts } from "nicegui-echart";

export default {
  template: "<figure class='live'></figure>",
  props: { chart: String, english: Boolean },
  mounted() {
    globalThis.echarts = echarts;
    this.draw();
    this.scheme = new MutationObserver(() => this.one?.repaint());
    this.scheme.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    this.size = new ResizeObserver(() => this.one?.fit());
    this.size.observe(this.$el);
  },
  beforeUnmount() {
    this.scheme.disconnect();
    this.size.disconnect();
    this.one?.chart.dispose();
  },
  watch: {
    chart() {
      this.draw();
    },
  },
  methods: {
    draw() {
      typeface.then(() => {
        if (!this.$el.isConnected) return;
        this.one?.chart.dispose();
        this.$el.replaceChildren();
        this.one = drawChart(this.$el, this.chart, this.english);
      });
    },
  },
};
