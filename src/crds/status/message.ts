/** Longer ones the API server refuses (32,768 characters in `metav1.Condition`), and nobody reads them. */
const longest = 8_000;

/**
 * A message that can stand in a condition whatever was quoted in it: of a length that is stored and read, without control
 * characters, which could lie to a terminal, and without halves of characters, which the API server would store as others.
 */
export function presentable(message: string): string {
  const plain = message.replaceAll(/[^\P{Cc}\n]/gu, '\uFFFD');
  const rest = plain.length - longest;
  return (rest <= 0 ? plain : `${plain.slice(0, longest)} … and ${rest} characters more`).toWellFormed();
}
