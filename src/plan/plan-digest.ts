import { createHash } from 'node:crypto';
import type { Case } from '../model/case.ts';

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Digest of the plan of one target: of its cases in their order, and of what they were made from. SHA-256, hexadecimal. */
export const planDigest = (contractDigest: string, target: string, seed: number, cases: readonly Case[]): string =>
  sha256([contractDigest, target, seed, cases]);

/** Digest of the plans of all targets of a run, and of how it is split. SHA-256, hexadecimal. */
export const runDigest = (
  plans: readonly { readonly target: string; readonly digest: string }[],
  split: { readonly of: number; readonly inTurn: boolean },
): string => sha256([split.of, split.inTurn, plans.map(({ target, digest }) => [target, digest])]);

/** Digest of some cases of a plan. */
export const partDigest = (whole: string, cases: readonly Case[], places: readonly (readonly [string, readonly number[]])[]): string =>
  sha256(places.length === 0 ? [whole, cases.map(({ id }) => id)] : [whole, cases.map(({ id }) => id), places]);

/** A seed for the runs of some plans, the same in every process: 31 bits of the digest of what the plans are made from. */
export const derivedSeed = (from: unknown): number => Number.parseInt(sha256(from).slice(0, 8), 16) % 0x8000_0000;
