import { DeadEnd } from "@/app/dead-end";

export default function NotFoundPage() {
  return <DeadEnd reason="notFound" />;
}
