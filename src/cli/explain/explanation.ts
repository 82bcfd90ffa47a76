/** An explanation as data: what is explained, its title, and further texts by heading. */
export type Explanation = {
  readonly kind: 'check' | 'requirement' | 'outcome' | 'skip reason' | 'exit code' | 'case';
  readonly id: string;
  readonly title: string;
  readonly more: readonly (readonly [heading: string, text: string | readonly string[]])[];
};
