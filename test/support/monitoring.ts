import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** Where the chart has its alerts and its dashboard. */
export const alertsFile = 'charts/tigera-operator/monitoring/alerts.yaml';
const dashboardFile = 'charts/tigera-operator/monitoring/dashboard.json';

/** One query of Prometheus, and the alert or panel that asks it. */
export interface Query {
  readonly title: string;
  readonly query: string;
}

interface RuleFile {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** The queries of the alerts. */
export function alertQueries(): Query[] {
  const { groups } = parse(readFileSync(alertsFile, 'utf8')) as RuleFile;
  return groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => ({ title: alert, query: expr })));
}

/** The queries of the dashboard, with a range where Grafana puts its own. */
export function dashboardQueries(): Query[] {
  const { panels } = JSON.parse(readFileSync(dashboardFile, 'utf8')) as Dashboard;
  return panels.flatMap(({ title, targets }) =>
    targets.map(({ expr }) => ({ title, query: expr.replaceAll('$__rate_interval', '5m') })),
  );
}

/**
 * The metrics that a query names. All names of metrics have an underscore; so have some functions, which a parenthesis
 * follows, and labels, which stand in braces or behind `by`.
 */
export function metricsIn(query: string): string[] {
  const bare = query.replaceAll(/\{[^}]*\}|\bby\s*\([^)]*\)/g, ' ');
  return [...bare.matchAll(/\b(up|[a-z]+(?:_[a-z]+)+)\b(?!\s*\()/g)].map(([, name = '']) => name);
}
