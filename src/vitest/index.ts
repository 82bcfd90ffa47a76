/**
 * assay for Vitest: the cases of a contract as tests of a user's own project. docs/vitest.md shows it.
 * @packageDocumentation
 */
export { conformance, type CaseMeta } from './conformance.ts';
export type { CaseLink, ConformanceOptions, ConformanceTarget, Late } from './options.ts';
