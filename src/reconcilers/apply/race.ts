/** Somebody changed objects while we looked at them: nothing to tell users, the pass just runs again. */
export class Race extends Error {
  override readonly name = 'Race';
}
