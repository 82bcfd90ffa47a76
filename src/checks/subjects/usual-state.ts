import { firstState, stateSetting } from '../../contract/infer/told-moves.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { isObject } from '../../contract/pointer.ts';
import { bodyExamples } from '../../generators/body-examples.ts';
import { askedContent } from '../../contract/asked-content.ts';

/** The state that a body of an operation usually sets: that of the printed example, else the first that a table leads to. Undefined where it sets none. */
export const usualState = (contract: Contract, operation: Operation): string | undefined => {
  const setting = stateSetting(contract, operation);
  const content = askedContent(operation.body);
  if (!setting || !content) return undefined;
  const [example] = bodyExamples(contract, content).usable;
  const shown = isObject(example) ? example[setting.member] : undefined;
  return typeof shown === 'string' ? shown : (firstState(contract, operation, setting.member) ?? setting.values[0]);
};
