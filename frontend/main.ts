import "./styles/main.css";
import "./htmx";
import { startBulk } from "./islands/bulk";
import { startCallTimers } from "./islands/call-timer";
import { startCharts } from "./islands/charts-loader";
import { startCockpit } from "./islands/cockpit";
import { startConfirm } from "./islands/confirm";
import { startCopy } from "./islands/copy";
import { startDrag } from "./islands/drag";
import { startForms } from "./islands/forms";
import { startIntoView } from "./islands/into-view";
import { startMentions } from "./islands/mentions";
import { startMenus } from "./islands/menus";
import { startPortfolio } from "./islands/portfolio";
import { startRows } from "./islands/rows";
import { startSearch } from "./islands/search";
import { startShortcuts } from "./islands/shortcuts";
import { startTheme } from "./islands/theme";
import { startToasts } from "./islands/toasts";
import { startWording } from "./islands/wording";

for (const start of [
  startBulk, startCallTimers, startCharts, startCockpit, startConfirm, startCopy, startDrag, startForms, startIntoView, startMentions, startMenus, startPortfolio, startRows, startSearch, startShortcuts, startTheme, startToasts,
  startWording,
]) {
  start();
}
document.documentElement.dataset.ready = "";
