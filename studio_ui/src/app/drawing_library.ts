/** Where Preact, which draws the pages, differs from React, for which the canvas library is made. */

import { options, type VNode } from "preact";

/** What a key or a click brings about is done before the next one, not with the next frame: Shift counts at once. */
options.requestAnimationFrame = queueMicrotask;

/** In SVG the case of an attribute counts: a wire with a `tabIndex` could not be reached by keys. */
const before = options.vnode;
options.vnode = (vnode: VNode) => {
  const { props } = vnode as VNode<{ tabIndex?: number; tabindex?: number | undefined }>;
  if (vnode.type === "g" && props.tabIndex !== undefined) {
    props.tabindex = props.tabIndex;
    delete props.tabIndex;
  }
  before?.(vnode);
};
