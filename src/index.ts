/**
 * assay for programs: judge targets, plan what would be judged, compare what was. docs/program.md shows each.
 * @packageDocumentation
 */
export { defineConfig, type Config, type ConfigTarget } from './config/config.ts';
export type { OnFinish, BeforeRequest, FinishedRun, RequestChanges, RequestToSend } from './config/hooks.ts';
export { run, type RunResult, type JudgedTarget, type CaseResult } from './program/run.ts';
export { plan } from './program/plan.ts';
export { compare } from './program/compare.ts';
export { ContractError } from './contract/contract-error.ts';
export { UsageError } from './config/usage-error.ts';
export type { PlanDocument, PlannedTarget } from './cli/run/dry-run.ts';
export type { CompareDocument } from './report/compare/compare-document.ts';
export type { CompareOptions, PlanOptions, RunOptions, TargetsOptions } from './program/options.ts';
export type { CaseEvent, EndEvent, FindingEvent, ProgressEvent, RunListeners, StartEvent, WaitingEvent } from './program/events.ts';
export type { Case } from './model/case.ts';
export type { ExitCode } from './model/record.ts';
export type { Finding, Outcome, SkipReason, Verdict } from './model/verdict.ts';
