import { Authors } from '../authors.ts';
import { kindOf, replayChanges, subjectOfChange } from '../cluster-state.ts';
import type { ObjectChange } from '../history.ts';
import { isInput } from '../inputs.ts';
import { isSame, valueAt } from '../value-at.ts';
import { invariant } from './invariant.ts';

const workloads = new Set(['daemonsets.apps', 'deployments.apps']);

/** Each change of a pod template restarts pods. Putting back what somebody else changed is a repair. */
export const templatesNeedReasons = invariant(
  'I7',
  'No pod template changes without a changed input',
  function* (history, facts) {
    const authors = new Authors(history, facts);
    const written = new Written();
    for (const { change } of replayChanges(history)) {
      if (!workloads.has(kindOf(change.resource))) {
        if (isInput(change, facts)) written.inputs++;
      } else if (change.type === 'DELETED') {
        if (isInput(change, facts)) written.inputs++;
        written.forget(change);
      } else if (authors.isOperators(change) && written.isNewWithoutReason(change)) {
        yield { at: change.at, what: `the pod template of ${subjectOfChange(change)} changed, and no input had` };
      }
    }
  },
);

/** The templates that the operator wrote last, and how many inputs had changed by then. */
class Written {
  inputs = 0;
  readonly #templates = new Map<string, { readonly template: unknown; readonly inputs: number }>();

  forget(change: ObjectChange): void {
    this.#templates.delete(subjectOfChange(change));
  }

  isNewWithoutReason(change: ObjectChange): boolean {
    const subject = subjectOfChange(change);
    const last = this.#templates.get(subject);
    const template = valueAt(change.object, 'spec', 'template');
    const isUntouched = isSame(template, valueAt(change.before, 'spec', 'template'));
    if (last !== undefined && isUntouched) return false;
    this.#templates.set(subject, { template, inputs: this.inputs });
    return last?.inputs === this.inputs && !isSame(template, last.template);
  }
}
