import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from "react";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "plain" | "quiet" | "main" | "danger";
  /** Does nothing for now, often by its own press: unlike one that is `disabled` it keeps the focus that it has. */
  off?: boolean;
  children: ReactNode;
}

export function Button({ kind = "plain", className = "", off = false, ...rest }: Props) {
  return <button type="button" className={`button button-${kind} ${className}`} {...rest} {...(off ? OFF : {})} />;
}

/** A form is not sent by it either, also not by Enter in one of its fields. */
const OFF = { "aria-disabled": true, onClick: (event: MouseEvent) => event.preventDefault() } as const;
