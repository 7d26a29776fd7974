/** Links that the phone itself knows what to do with. */
import type { Order } from "./types";

export const callHref = (mobile: string): string => `tel:${mobile.replace(/[^\d+]/g, "")}`;

/** `912 34 567` and `73 12 34 56`, as Norwegians write them; another country's as it is. */
export const phoneText = (number: string): string =>
  number.replace(/^(?:\+47)?([49]\d\d)(\d\d)(\d{3})$/, "$1 $2 $3").replace(/^(?:\+47)?(\d\d)(\d\d)(\d\d)(\d\d)$/, "$1 $2 $3 $4");

/** The way to the place, in the phone's own map; by address where there is no position. Empty without either. */
export function wayHref(order: Order): string {
  const { latitude, longitude } = order;
  const address = encodeURIComponent([order.address, `${order.postcode} ${order.place}`.trim()].filter(Boolean).join(", "));
  const at = latitude !== null && longitude !== null ? `${latitude},${longitude}` : "";
  if (!at && !address) return "";
  if (/Android/.test(navigator.userAgent)) return at ? `geo:${at}?q=${at}(${address})` : `geo:0,0?q=${address}`;
  if (/iPhone|iPad/.test(navigator.userAgent)) return `https://maps.apple.com/?daddr=${at || address}`;
  return `https://www.google.com/maps/dir/?api=1&destination=${at || address}`;
}
