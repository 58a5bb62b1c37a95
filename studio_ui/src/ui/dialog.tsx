import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "./button";

interface Props {
  title: string;
  close: () => void;
  closeLabel: string;
  children: ReactNode;
  actions?: ReactNode;
}

export function Dialog({ title, close, closeLabel, children, actions }: Props) {
  const frame = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = frame.current;
    if (shown && !shown.open) shown.showModal();
  }, []);
  return (
    <dialog ref={frame} className="dialog" aria-label={title} onClose={close}>
      <div className="dialog-head">
        <h2>{title}</h2>
        <Button kind="quiet" aria-label={closeLabel} onClick={() => frame.current?.close()}>
          ✕
        </Button>
      </div>
      <div className="dialog-body">{children}</div>
      {actions && <div className="dialog-foot">{actions}</div>}
    </dialog>
  );
}
