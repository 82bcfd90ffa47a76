import { parametersIn } from '../contract/infer/path-template.ts';
import type { Operation, Parameter } from '../contract/model.ts';
import { addsOne, describedIn } from './calendar-value.ts';
import type { Making, MemberValue } from './member-value.ts';
import { documentedPathValue, isOnlyExample } from './parameter-value.ts';

/** Words by which a parameter names what is the caller's own: "Your company's short name", "The handle of your club". */
const isYours = /\byour (?:own )?(?!choice|choosing|system|side|client|key|request)\p{L}/iu;

/**
 * The example of a parameter in the path of a POST that adds one thing to what is the caller's own, by the description of the parameter, and that a GET reads:
 * `bryn-y-mor` of `/farms/{slug}/guests`. It was there before the run, so that this needs `destructive`, and `permanent` for what may stay. Undefined for anything else.
 */
export const ownExample = (operation: Operation, parameter: Parameter, making: Making): MemberValue | undefined => {
  const { contract, target } = making;
  const isAllowed = ['mutation', 'permanent', 'destructive'].every((one) => target.allow.some((allowed) => allowed === one));
  const isOnly = parametersIn(operation.path).length === 1;
  if (contract.standard.size === 0 || !isAllowed || !isOnly || !addsOne(contract, operation)) return undefined;
  if (!isYours.test(describedIn(making, parameter)) || !isOnlyExample(operation, parameter, making)) return undefined;
  const documented = documentedPathValue(operation, parameter, making);
  return documented.kind === 'value' ? { ...documented, madeUp: true } : undefined;
};
