import { suggestion } from '../config/nearest.ts';
import { ContractError } from '../contract/contract-error.ts';
import type { Contract } from '../contract/model.ts';
import { below, isObject } from '../contract/pointer.ts';
import { inferredIdOf } from '../contract/standard-requirements.ts';

/** Pointer of the first node with each id of `x-requirement`. */
const carriedIn = (document: unknown): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const visit = (node: unknown, pointer: string): void => {
    if (Array.isArray(node)) for (const [index, one] of node.entries()) visit(one, below(pointer, index));
    if (!isObject(node)) return;
    const ids = node['x-requirement'];
    for (const [index, id] of Array.isArray(ids) ? ids.entries() : [])
      if (typeof id === 'string' && !found.has(id)) found.set(id, below(pointer, 'x-requirement', index));
    for (const [key, child] of Object.entries(node)) visit(child, below(pointer, key));
  };
  visit(document, '#');
  return found;
};

/** `, did you mean "x"?` where one is near, else another hint. */
const near = (name: string, known: readonly string[], otherwise: string): string => {
  const words = suggestion(name, known);
  return words.startsWith(', did') ? words : otherwise;
};

/**
 * Checks that a contract's own ledger, its document and the checks fit together: a typing error would silently leave a requirement unjudged.
 * @param checks Ids of all checks.
 * @throws {ContractError} with file, line, column and the nearest name for a check that does not exist, for a requirement that no node carries, and for an id in
 *   the document that no ledger has.
 */
export const checkLedger = (contract: Contract, checks: readonly string[]): void => {
  const { ledger, requirements, open, document } = contract;
  if (ledger === undefined) return;
  const refuse = (pointer: string, why: string): never => {
    const { line, column } = ledger.spot(pointer);
    throw new ContractError(`Cannot read a requirement in "${ledger.file}" at ${line}:${column}: ${why}`);
  };
  const existing = new Set(checks);
  const standard = new Set([...contract.standard.values()].flatMap(({ id }) => [id, inferredIdOf(id)]));
  const own = new Set(ledger.ids);
  const carried = carriedIn(document);
  const stray = [...carried.keys()].filter((id) => !own.has(id) && !standard.has(id));
  for (const [index, id] of ledger.ids.entries()) {
    const at = `/requirements/${index}`;
    const { checks: named = [], level, overlay } = requirements.get(id) ?? {};
    const unknown = named.findIndex((check) => !existing.has(check));
    const [check = ''] = named.slice(unknown);
    if (unknown !== -1)
      refuse(
        `${at}/checks/${unknown}`,
        `${id} names the check "${check}", which does not exist${near(check, checks, '; see assay list checks')}`,
      );
    const isJudged = named.length > 0 && level !== 'untestable' && overlay === undefined && !open.includes(id);
    if (isJudged && !carried.has(id))
      refuse(
        `${at}/id`,
        `${id} is in no x-requirement of the document, so nothing judges it${near(id, stray, '; put it at the node that it is about')}`,
      );
  }
  const [id] = stray;
  if (id === undefined) return;
  const { file, line, column, pointer } = contract.spotOf(carried.get(id) ?? '#');
  throw new ContractError(
    `Cannot use "${file}" at ${line}:${column}, ${pointer}: no requirement has the id ${id}${near(id, ledger.ids, `; add it to "${ledger.file}"`)}`,
  );
};
