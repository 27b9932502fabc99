import type { ComponentProps } from "react";
import { type ButtonLook, buttonLook } from "./button-look";

type Props = Omit<ComponentProps<"button">, "style"> & { look?: ButtonLook };

export function Button({ look = "plain", type = "button", className = "", ...rest }: Props) {
  return <button type={type} className={`${buttonLook[look]} ${className}`} {...rest} />;
}
