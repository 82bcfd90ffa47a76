import { hash } from 'node:crypto';
import { checkedLine, readCheckedLine } from './checked-line.ts';

/** SHA-256 of a text in UTF-8, hexadecimal. */
export const digestOf = (text: string): string => hash('sha256', text);

/** A line of a record: the members, the digest of the line before, and its own, which is all that proves the last line of a run that was killed. Without a line feed. */
export const chained = (members: object, previous: string | null): string => checkedLine({ ...members, previous });

/** The last line. No line after it has its digest, so it ends with the digest of itself without that member. */
export const sealed = (members: object, previous: string): string => {
  const line = JSON.stringify({ ...members, previous });
  return `${line.slice(0, -1)},"seal":"${digestOf(line)}"}`;
};

const sealForm = /,"seal":"(?<seal>[0-9a-f]{64})"\}$/u;

/** Whether a line that {@link sealed} made is unchanged. */
export const isSealIntact = (line: string): boolean => {
  const seal = sealForm.exec(line)?.groups?.['seal'];
  return seal !== undefined && digestOf(line.replace(sealForm, '}')) === seal;
};

/** Whether a line that {@link chained} made is unchanged. */
export const isLineIntact = (line: string): boolean => readCheckedLine(line).kind === 'value';
