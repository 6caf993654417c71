// The parts of ECharts that the pages draw with.
import {BarChart, CustomChart, LineChart, ParallelChart, ScatterChart} from 'echarts/charts';
import {DatasetComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent, LegendPlainComponent,
  MarkLineComponent, ParallelComponent, TooltipComponent} from 'echarts/components';
import {init, use} from 'echarts/core';
import {SVGRenderer} from 'echarts/renderers';

use([BarChart, CustomChart, LineChart, ParallelChart, ScatterChart, DatasetComponent, DataZoomInsideComponent,
  DataZoomSliderComponent, GridComponent, LegendPlainComponent, MarkLineComponent, ParallelComponent,
  TooltipComponent, SVGRenderer]);

export {init};
