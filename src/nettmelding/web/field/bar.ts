/** The bar on top: always how it stands between phone and server. */
import { waiting } from "./queue";
import type { Runner } from "./runner";
import type { Vault } from "./vault";
import { t } from "./words";

type Tone = "ok" | "busy" | "wait" | "bad";

const FLASH_MS = 2_500;

export class Bar {
  private readonly place = document.getElementById("net")!;
  private readonly text = document.getElementById("net-text")!;
  private readonly more = document.getElementById("net-more")!;
  private flashed = "";
  private timer = 0;

  constructor(
    private readonly vault: Vault,
    private readonly runner: () => Runner | null,
  ) {
    addEventListener("online", () => void this.draw());
    addEventListener("offline", () => void this.draw());
  }

  flash(text: string): void {
    this.flashed = text;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.flashed = "";
      void this.draw();
    }, FLASH_MS);
    void this.draw();
  }

  async draw(): Promise<void> {
    const count = await waiting(this.vault);
    const { tone, text } = this.state(count);
    this.place.dataset["tone"] = tone;
    const said = this.flashed || text;
    if (this.text.textContent !== said) this.text.textContent = said;
    this.more.hidden = count === 0 || !this.vault.isOpen;
    this.more.textContent = t("see");
    this.more.setAttribute("aria-label", t("see_waiting"));
  }

  private state(count: number): { tone: Tone; text: string } {
    if (!this.vault.isOpen) return { tone: "wait", text: t("locked") };
    const runner = this.runner();
    const outcome = runner?.last?.outcome;
    const isOff = !navigator.onLine || outcome === "no_answer";
    if (outcome === "signed_out") return { tone: "bad", text: count ? t("bar_signed_out_waiting", { n: count }) : t("bar_signed_out") };
    if (outcome === "other_person") return { tone: "bad", text: t("bar_other_person") };
    if (outcome === "not_allowed") return { tone: "bad", text: t("bar_not_allowed") };
    if (outcome === "full") return { tone: "bad", text: t("full_short") };
    if (isOff) return count ? { tone: "wait", text: t("bar_waiting", { n: count }) } : { tone: "wait", text: t("bar_off") };
    if (count) return runner?.isRunning ? { tone: "busy", text: t("bar_sending", { n: count }) } : { tone: "wait", text: t("bar_queued", { n: count }) };
    return outcome === "done" ? { tone: "ok", text: t("all_sent") } : { tone: "busy", text: t("bar_fetching") };
  }
}
