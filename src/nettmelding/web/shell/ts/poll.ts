/**
 * Two on one case: an element asks for itself now and then while the page is looked at. Every answer that brings nothing
 * new makes the pause longer, up to four times; news or coming back to the page make it short again.
 */
import { behave } from "@lib/behave";
import { replaceKeepingFocus } from "@lib/dom";

const LONGEST = 4;

behave("[data-poll-href]", (element) => {
  const address = element.dataset["pollHref"] ?? "";
  const seconds = Number(element.dataset["pollSeconds"] ?? "30");
  let pause = 1;
  let timer = 0;
  let tag = "";

  const stop = (): void => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
  const wait = (): void => {
    clearTimeout(timer);
    if (!document.hidden) timer = window.setTimeout(() => void ask(), seconds * pause * 1000);
  };
  const look = (): void => {
    pause = 1;
    if (document.hidden) clearTimeout(timer);
    else void ask();
  };
  const ask = async (): Promise<void> => {
    if (!element.isConnected) return stop();
    try {
      const headers: Record<string, string> = { "HX-Request": "true" };
      if (tag) headers["If-None-Match"] = tag;
      const answer = await fetch(address, { headers, credentials: "same-origin" });
      const html = answer.status === 200 ? await answer.text() : "";
      if (html && html.trim() !== element.outerHTML.trim()) {
        stop();
        return replaceKeepingFocus(element, html);
      }
      tag = answer.headers.get("ETag") ?? tag;
    } catch {
      // No network: the next round asks again.
    }
    pause = Math.min(LONGEST, pause + 1);
    wait();
  };

  document.addEventListener("visibilitychange", look);
  wait();
});
