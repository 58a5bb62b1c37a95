import type { ComponentType } from "react";
import { CentersField } from "./centers_field";
import { CodeField } from "./code_field";
import { ListField } from "./list_field";
import { MapField } from "./map_field";
import { MeanwhileField } from "./meanwhile_field";
import { NameField } from "./name_field";
import { ObjectField } from "./object_field";
import { BooleanField, ChoiceField, JsonField, NumberField, TextField } from "./plain_fields";
import { PromptField } from "./prompt_field";
import { SecondsField } from "./seconds_field";
import { SkillsField } from "./skills_field";
import { TargetField } from "./target_field";
import type { FieldProps } from "./types";
import type { Kind } from "../shape";

/** Special fields by the schema's `format`; a new one is a line here and a file beside. */
const BY_FORMAT: Record<string, ComponentType<FieldProps>> = {
  prompt: PromptField,
  text: PromptField,
  template: CodeField,
  expression: CodeField,
  seconds: SecondsField,
  url: CodeField,
  schedule: NameField,
  table: NameField,
  flow: NameField,
  next_flow: NameField,
  treatment: NameField,
  contact_center: NameField,
  queue: NameField,
  may_be: CentersField,
  meanwhile: MeanwhileField,
  skills: SkillsField,
  target: TargetField,
  second_target: TargetField,
  shape: JsonField,
};

const BY_KIND: Record<Kind, ComponentType<FieldProps>> = {
  text: TextField,
  number: NumberField,
  boolean: BooleanField,
  choice: ChoiceField,
  list: ListField,
  map: MapField,
  object: ObjectField,
  json: JsonField,
};

/** A schema may contain itself; below this depth a value is written as JSON instead of drawn field by field. */
const DEEPEST = 8;

export function AnyField(props: FieldProps) {
  const depth = props.path.split(/[.[]/).length;
  const Control = BY_FORMAT[props.shape.format] ?? (depth > DEEPEST ? JsonField : BY_KIND[props.shape.kind]);
  return <Control {...props} />;
}
