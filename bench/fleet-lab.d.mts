export type Keys = { readonly inRow: number; readonly number: number };
export type Fleet = {
  readonly url: string;
  requests(): number;
  hold(after: number): Promise<void>;
  release(): void;
  close(): void;
};
export const startFleet: (keys?: Keys) => Promise<Fleet>;
export const fleetProject: (
  url: string,
  targets: number,
  keys?: Keys,
) => {
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly broken: readonly string[];
};
export const essence: (record: string) => {
  readonly exitCode: number;
  readonly targets: readonly {
    readonly target: string;
    readonly code: number;
    readonly planDigest: string;
    readonly verdicts: readonly (readonly [string, string])[];
  }[];
};
