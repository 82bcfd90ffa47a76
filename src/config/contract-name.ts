import { resolve } from 'node:path';
import { isAddress } from './address.ts';
import { suggestion } from './nearest.ts';
import { systemCode, type Outside } from './outside.ts';

export type ContractName = { readonly kind: 'contract'; readonly name: string } | { readonly kind: 'problem'; readonly text: string };

/** Is a word the path or address of a document, rather than the name of a contract? */
export const isDocument = (text: string): boolean => isAddress(text) || /[/\\]/u.test(text) || /\.(ya?ml|json)$/iu.test(text);

/** A shipped contract by its name, or a document by its absolute path or its address, which is fetched later. */
export const findContract = async (
  text: string,
  shipped: readonly string[],
  directory: string,
  outside: Outside,
): Promise<ContractName> => {
  if (shipped.includes(text)) return { kind: 'contract', name: text };
  if (isAddress(text)) return { kind: 'contract', name: text };
  if (!isDocument(text)) return { kind: 'problem', text: `"${text}" is not a shipped contract${suggestion(text, shipped)}` };
  const path = resolve(directory, text);
  try {
    if ((await outside.readFile(path)) !== undefined) return { kind: 'contract', name: path };
    return { kind: 'problem', text: `there is no file "${text}"` };
  } catch (error) {
    return { kind: 'problem', text: `file "${text}" cannot be read: ${systemCode(error) ?? 'unknown error'}` };
  }
};
