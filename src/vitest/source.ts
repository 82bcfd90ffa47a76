import { loadFor, type Loaded, type ShapeOptions } from '../program/load.ts';
import { type ConformanceOptions, targetsAfter, targetsBefore } from './options.ts';

/** Where the targets of a suite come from. */
export type Source = {
  readonly isDemo: boolean;
  /** The targets for the names of the tests; nothing may be asked of them yet. */
  before(): Promise<Loaded>;
  /** The targets to judge, when the hooks of the file have run. */
  after(): Promise<Loaded>;
};

/** The targets that the options name. */
export const sourceOf = ({ targets, ...options }: ConformanceOptions): Source => ({
  isDemo: false,
  before: () => loadFor({ ...shapeOf(options), ...targetsBefore(targets) }, { secretsUnread: true, addressUnneeded: true }),
  after: async () => loadFor({ ...shapeOf(options), ...(await targetsAfter(targets)) }),
});

/** The options that shape a run, without those of the tests. */
export const shapeOf = ({ name: _name, failOn: _failOn, links: _links, targets: _targets, ...shape }: ConformanceOptions): ShapeOptions =>
  shape;
