import { documentedAt, isWord } from '../../contract/documented-at.ts';
import type { Contract } from '../../contract/model.ts';
import type { Case } from '../../model/case.ts';
import { type Location, nodeOf } from '../../model/location.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The node that carries the requirement of a case: the end of its id. */
const ownerOf = ({ id, check }: Case): string => id.slice(check.length + 1);

/** A word of `x-assay` states more exactly what a probe judges than the operation at which it does. */
export const statedBy = (planned: Case, location: Location): string => {
  const [node, owner] = [nodeOf(location), ownerOf(planned)];
  return isWord(owner) && !isWord(node) ? owner : node;
};

/** The node that a finding is about where its check names none: that of the only location of its operation, else one for all of them. */
const defaultNode = (contract: Contract, planned: Case, key: string): string => {
  const owner = ownerOf(planned);
  const [only, ...others] = planned.places.filter(({ operation }) => operation === key);
  if (only !== undefined && others.length === 0) return statedBy(planned, only);
  const operation = contract.operations.find((one) => one.key === key);
  return isWord(owner) || operation === undefined ? owner : nodeOf(operation.location);
};

/** A text of a finding; JSON of what is not there is no text. */
const textOf = (text: string | undefined): string => text ?? 'nothing';

/** A verdict whose finding says where its document states what was broken. */
export const documentedVerdict = (contract: Contract, planned: Case, verdict: Verdict): Verdict => {
  // A verdict that was taken over of an interrupted run says so already.
  if (verdict.kind !== 'fail' || verdict.finding.documentedAt !== undefined) return verdict;
  const { node, ...finding } = verdict.finding;
  const at = node ?? defaultNode(contract, planned, finding.operation);
  const texts = { expected: textOf(finding.expected), actual: textOf(finding.actual) };
  return { ...verdict, finding: { ...finding, ...texts, documentedAt: documentedAt(contract, at, finding.operation) } };
};
