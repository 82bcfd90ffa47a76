/** A stream to print to. */
export type Output = {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal in characters; undefined if there is no terminal. */
  columns(): number | undefined;
  /** Its height in lines; undefined where it is not known. */
  rows?(): number | undefined;
};

/** Everything that a command uses apart from its arguments, so that a test can replace the process. */
export type Io = {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls the listener on SIGINT and SIGTERM until the returned function is called. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Ends the process at once, without cleaning up. */
  kill(): void;
  /** Gives back the memory of what was released, and limits garbage from now on; not there where the process is used for more than the command. */
  reclaim?(): Promise<void>;
};
