/** `npm run museum`: plants each bug of the museum into a copy of the code, one after the other; all have to be found. */
import { exhibits } from './exhibits.ts';
import { replant } from './replant.ts';

let missed = 0;
for (const exhibit of exhibits) {
  const { found, words } = replant(exhibit, exhibit.every);
  if (!found) missed += 1;
  const { sweep, scenario } = exhibit.foundBy;
  console.log(`${exhibit.id.padEnd(4)} ${found ? 'found' : 'MISSED'} by ${sweep} in ${scenario}: ${exhibit.says}`);
  if (!found) console.log(words);
}
process.exit(missed === 0 ? 0 : 1);
