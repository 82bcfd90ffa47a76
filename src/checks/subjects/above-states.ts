import { type AnyInferred, coveredBy, coveredByLasting, itemOf } from '../../contract/infer/covering.ts';
import { nounWordsOf } from '../../contract/infer/id-names.ts';
import { isSamePath, pathAbove } from '../../contract/infer/path-template.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { nodeOf } from '../../model/location.ts';
import { statefulAnswer } from './needed-states.ts';
import { inWords } from './state-mentions.ts';

/** The states that what a resource was created below has to be in for an operation on the resource. */
export type AboveStates = { readonly above: AnyInferred; readonly states: readonly string[] };

const denying = / (?:not|cannot|never|no|neither|nor|unless|until|till|otherwise|once|after|before) /u;

/**
 * The states in which what a resource is below has to be for an operation on that: "The application must be submitted and its call closed", "The class must be in progress". By
 * sentences that say so and refuse nothing; undefined where there are none.
 */
export const aboveStates = (contract: Contract, resourceType: AnyInferred, operation: Operation): AboveStates | undefined => {
  const { create } = resourceType;
  if (operation.effect === 'safe' || create.key === operation.key) return undefined;
  const above = [...coveredBy(contract, create).values(), ...coveredByLasting(contract, create).values()]
    .map((one) => one.resourceType)
    .find((one) => isSamePath(pathAbove(create.path), itemOf(one).path));
  const shown = above && statefulAnswer(contract, above.create);
  const noun = above === undefined ? '' : (nounWordsOf(above.name).at(-1) ?? '');
  if (!above || !shown || noun === '') return undefined;
  const names = new Map(shown.states.map((state) => [inWords(state.replaceAll('_', ' ')).trim(), state]));
  const any = [...names.keys()].toSorted((a, b) => b.length - a.length).join('|');
  const said = new RegExp(
    ` (?:its|the|their) ${noun} (?:(?:must|has to|needs to) (?:still |already )?be |is |being )?(?:still |already |in )*(?<states>(?:${any})(?: or (?:${any}))*) `,
    'u',
  );
  const sentences = saidIn(valueAt(contract.document, nodeOf(operation.location)))
    .flatMap((text) => text.split(/[.;\n]\s/u))
    .filter((one) => /\b(?:must|has to|have to|needs?|only|while|requires?)\b/u.test(one))
    .map((one) => inWords(one.replaceAll(/\([^()]*\)/gu, ' ').replaceAll('_', ' ')))
    .filter((words) => !denying.test(words));
  const found = sentences.flatMap((words) => said.exec(words)?.groups?.['states']?.split(' or ') ?? []);
  const states = [...new Set(found.flatMap((name) => names.get(name) ?? []))];
  return states.length === 0 ? undefined : { above, states };
};
