import { itemOf } from '../../contract/infer/covering.ts';
import { isSamePath } from '../../contract/infer/path-template.ts';
import { descriptionsIn } from '../../contract/infer/schema-parts.ts';
import type { Contract, Operation } from '../../contract/model.ts';
import { valueAt } from '../../contract/pointer.ts';
import { saidIn } from '../../contract/said.ts';
import { bodyMembers } from '../../generators/body-members.ts';
import { nodeOf } from '../../model/location.ts';
import { askedSchema } from '../../contract/asked-content.ts';
import { actsAs } from '../../contract/infer/acting.ts';

/** Words by which a change has to keep what the text of a creation says: "The result has to keep the rules of a new one". */
const keepsRules =
  /\b(?:rules?|constraints?|conditions?|requirements?)\b[^.;]{0,20}\b(?:of|for|as for|as in) (?:a |an )?(?:new|creation|creating|the creation|POST)\b/iu;

/** The same in words that only the text of a change, or of its body, makes clear: "The same rules apply", "The members of a new object, except that none is required". */
const sameRules =
  /\bsame (?:rules|constraints|conditions|requirements) (?:as|apply)\b|^(?:all )?(?:the )?(?:members|fields|properties|attributes) of (?:a|an|the) new\b/iu;

const aboutChanges = /\b(?:PATCH|PUT|changes?|changing|updates?|updating|edits?|editing|results?)\b/iu;

/** The paragraphs of the introduction. */
const introduction = ({ document }: Contract): readonly string[] =>
  saidIn(valueAt(document, '#/info')).flatMap((text) => text.split(/\n\s*\n/u));

/** The creation of what an operation changes, where the text of the operation or the introduction says that its rules hold for the change too. */
export const creationWithItsRules = (contract: Contract, operation: Operation): Operation | undefined => {
  const { location, path, body } = operation;
  if (!['PATCH', 'PUT'].includes(actsAs(operation))) return undefined;
  const { document } = contract;
  const said = [...saidIn(valueAt(document, nodeOf(location))), ...descriptionsIn(document, askedSchema(body))];
  const isSaid =
    said.some((text) => keepsRules.test(text) || sameRules.test(text)) ||
    introduction(contract).some((text) => keepsRules.test(text) && aboutChanges.test(text));
  return isSaid
    ? [...contract.inferredResourceTypes, ...contract.lastingResourceTypes].find((one) => isSamePath(itemOf(one).path, path))?.create
    : undefined;
};

/** What the creation says of a member of a change that keeps its rules, and of itself; nothing where it need not keep them. */
export const saidAtCreation = (
  contract: Contract,
  operation: Operation,
  name: string,
): { readonly own: readonly string[]; readonly about: readonly string[] } => {
  const creation = creationWithItsRules(contract, operation);
  const member = creation && bodyMembers(contract, creation).find((one) => one.name === name);
  if (!creation || !member) return { own: [], about: [] };
  return { own: descriptionsIn(contract.document, member.schema), about: saidIn(valueAt(contract.document, nodeOf(creation.location))) };
};
