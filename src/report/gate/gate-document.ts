import type { ExitCode } from '../../model/record.ts';
import type { GateAnswer, GatedTarget } from '../../policy/gate.ts';

/** What `assay gate --json` prints. docs/gate.md describes the members. */
export type GateDocument = {
  readonly format: 1;
  readonly answer: 'yes' | 'no';
  readonly exitCode: ExitCode;
  readonly line: string;
  /** Folder of the record that was judged. */
  readonly directory: string;
  readonly targets: readonly GatedTarget[];
};

/** The answer of a gate for programs. */
export const gateDocument = ({ answer, exitCode, line, targets }: GateAnswer, directory: string): GateDocument => ({
  format: 1,
  answer,
  exitCode,
  line,
  directory,
  targets,
});
