/** htmx under a strict content security policy: no eval, no style element of its own, the CSRF token on every request. */
import htmx from "htmx.org";
import { csrfToken } from "@lib/http";
import { attach } from "@lib/behave";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;
htmx.config.refreshOnHistoryMiss = true;
htmx.config.defaultSettleDelay = 0;
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "[23]..", swap: true },
  { code: "422", swap: true },
  { code: "[45]..", swap: false, error: true },
];

document.addEventListener("htmx:configRequest", (event) => {
  const { detail } = event as CustomEvent<{ headers: Record<string, string>; verb: string }>;
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:load", (event) => {
  attach((event as CustomEvent<{ elt: Element }>).detail.elt);
});
