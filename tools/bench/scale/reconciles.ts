/** How many reconciles all controllers of an operator have made. `port`: of its metrics on loopback. */
export async function reconcilesSoFar(port: number, signal: AbortSignal): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, { signal });
  return sumOf(await answer.text(), 'controller_runtime_reconcile_total');
}

/** The sum of all series of a counter, in the text that Prometheus reads. */
export function sumOf(text: string, metric: string): number {
  const series = text.split('\n').filter((line) => line.startsWith(`${metric}{`));
  return series.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}
