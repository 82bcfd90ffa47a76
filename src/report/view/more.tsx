type MoreProps = {
  readonly label: string;
  /** What is left out and where it can be found, for paper and for a page without a script. */
  readonly left: string;
  onMore(): void;
};

/** A button that shows more of a list. Where nothing can be clicked, a sentence says what is left out and where it is. */
export const More = ({ label, left, onMore }: MoreProps) => (
  <>
    <button type="button" class="plain more" onClick={onMore}>
      {label}
    </button>
    <p class="left-out">{left}</p>
  </>
);
