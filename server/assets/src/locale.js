// Numbers, dates and direction as the page has them.

const page = document.documentElement;

export const rtl = page.dir === "rtl";

// The tables of the pages write digits so; a figure beside them must not write others.
const digits = page.dataset.numerals ?? "latn";
export const locale = `${page.lang || "en"}-u-nu-${digits}`;

const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const plain = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 });
const year = new Intl.NumberFormat(locale, { useGrouping: false });
const month = new Intl.DateTimeFormat(locale, { year: "numeric", month: "short", timeZone: "UTC" });

export const formatTick = (number) => (Math.abs(number) >= 10000 ? short : plain).format(number);
export const formatYear = (number) => year.format(number);
export const formatMonth = (date) => month.format(date);
export const formatDegree = (number) => `${plain.format(number)}°`;

/** The moment that an ISO 8601 date, month or year begins; null for anything else. */
export function moment(value) {
  const match = /^(-?\d{4,})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(value ?? "");
  return match ? new Date(Date.UTC(Number(match[1]), Number(match[2] ?? 1) - 1, Number(match[3] ?? 1))) : null;
}
