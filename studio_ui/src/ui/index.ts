export { Badge, Mark, type Tone } from "./badge";
export { Button } from "./button";
export { Dialog } from "./dialog";
export { Field } from "./field";
export { family, FamilyIcon, Icon } from "./icon";
export { Segments } from "./segments";
export { Tabs } from "./tabs";
export { useNow } from "./clock";
export { announce, toast, Voice } from "./voice";
