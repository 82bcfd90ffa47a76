/** A stream to print to. */
export type Output = {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal in characters; undefined where there is none. */
  columns(): number | undefined;
};

/** Everything a command touches outside its arguments, so that a test can stand in for the process. */
export type Io = {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls back on SIGINT and SIGTERM until the returned function is called. */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Ends the process at once, without tidying up. */
  kill(): void;
};
