import type { ButtonHTMLAttributes, ReactNode } from "react";

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: "plain" | "quiet" | "main" | "danger";
  children: ReactNode;
}

export function Button({ kind = "plain", className = "", ...rest }: Props) {
  return <button type="button" className={`button button-${kind} ${className}`} {...rest} />;
}
