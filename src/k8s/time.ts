/** `metav1.MicroTime`: the API refuses anything but six digits behind the second. */
export function microTime(date: Date): string {
  return date.toISOString().replace(/\.(\d{3})Z$/, '.$1000Z');
}

/** `metav1.Time`: no digits behind the second. */
export function secondTime(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
