/** `npm run museum -- [ID]...`: plants bugs of the museum, or all of them, into a copy of the code, one after the other; each has to be found. */
import { describeFinder } from './exhibit.ts';
import { exhibits } from './exhibits/index.ts';
import { replant } from './replant.ts';

const asked = process.argv.slice(2);
let missed = 0;
for (const exhibit of exhibits.filter(({ id }) => asked.length === 0 || asked.includes(id))) {
  const startedAt = performance.now();
  const { found, words } = replant(exhibit);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
  const { id, says, foundBy } = exhibit;
  if (!found) missed += 1;
  console.log(`${id.padEnd(4)}${found ? 'found' : 'MISSED'} by ${describeFinder(foundBy)} in ${seconds} s: ${says}`);
  if (!found) console.log(words);
}
process.exit(missed === 0 ? 0 : 1);
