/** Annotations that Prometheus' usual configuration discovers targets by; none without a port. */
export function scrapeAnnotations(port: number | undefined): Record<string, string> {
  return port === undefined ? {} : { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(port) };
}
