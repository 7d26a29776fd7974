import "./main.css";
import "./htmx";
import "@web/admin/grid_places";
import "@web/admin/grid_upload";
import "@web/admin/only";
import "@web/shell/ts/appearance";
import "@web/shell/ts/keys";
import "@web/shell/ts/menu";
import "@web/shell/ts/poll";
import "@web/shell/ts/small";
import "@web/components/autosave/autosave";
import "@web/components/dialog/dialog";
import "@web/components/errors/errors";
import "@web/components/field/calendar";
import "@web/components/options/combobox";
import "@web/components/phrases/phrases";
import "@web/components/sheetgrid/sheetgrid";
import "@web/components/tabs/tabs";
import "@web/components/tip/tip";
import "@web/components/toast/toast";
import "@web/components/upload/upload";
import "@web/bulk/ticks";
import "@web/declarations/sign";
import "@web/find/camera";
import "@web/form/form";
import "@web/map/copy";
import "@web/siblings/siblings";
import "@web/signin/passkeys";
import "@web/workorders/plan/board";
import { start } from "@lib/behave";

/** Each area's own style sheets, beside its views. */
import.meta.glob(["../../src/nettmelding/web/*/*.css", "!**/components/*.css"], { eager: true });

start();
